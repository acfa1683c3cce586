package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.Dot;

/// A file that was written: under which path, with what content, and by which batch.
record Promise(String path, String content, ChunkId chunk, Dot dot) {}
