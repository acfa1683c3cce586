package dev.holdfast.engine.core.repair;

/// A sum over the health of chunks.
final class Tally {

    private long chunks;
    private long owed;
    private long underReplicated;
    private long lone;
    private int minLive = Integer.MAX_VALUE;

    Tally add(ReplicaHealth health) {
        chunks++;
        owed += health.missing();
        underReplicated += health.missing() > 0 ? 1 : 0;
        lone += health.elsewhere() == 0 ? 1 : 0;
        minLive = Math.min(minLive, health.live());
        return this;
    }

    void add(Tally more) {
        chunks += more.chunks;
        owed += more.owed;
        underReplicated += more.underReplicated;
        lone += more.lone;
        minLive = Math.min(minLive, more.minLive);
    }

    boolean isEmpty() {
        return chunks == 0;
    }

    boolean isLacking() {
        return owed > 0;
    }

    RepairProgress progress(boolean isSettled) {
        return new RepairProgress(owed, underReplicated, lone, isEmpty() ? 0 : minLive, isSettled);
    }
}
