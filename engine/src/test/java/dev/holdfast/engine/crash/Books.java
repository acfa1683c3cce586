package dev.holdfast.engine.crash;

import dev.holdfast.engine.catalog.Catalog;

import java.util.List;

/// Where a device has its catalog, and what a power cut leaves of it.
interface Books {

    /// The catalog of the device that lives, as it left it.
    Catalog live();

    /// The catalog of one that starts after a power cut.
    ///
    /// @param isAll whether all that was in it is found, else as little as may be
    Catalog found(boolean isAll);

    /// An empty catalog.
    Catalog lost();

    /// Books that keep the transactions in memory.
    final class InMemory implements Books {

        private final Self self;
        private CarriedCatalog catalog;

        InMemory(Self self) {
            this.self = self;
            catalog = new CarriedCatalog(self, List.of());
        }

        @Override
        public Catalog live() {
            catalog = new CarriedCatalog(self, catalog.found(true));
            return catalog;
        }

        @Override
        public Catalog found(boolean isAll) {
            return new CarriedCatalog(self, catalog.found(isAll));
        }

        @Override
        public Catalog lost() {
            return new CarriedCatalog(self, List.of());
        }
    }
}
