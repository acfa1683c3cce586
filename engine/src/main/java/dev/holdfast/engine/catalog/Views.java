package dev.holdfast.engine.catalog;

/// What can be asked of a catalog.
public record Views(
        SelfView self,
        NamesView names,
        BatchesView batches,
        ChunksView chunks,
        PledgesView pledges) {}
