// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Note;
import io.domicile.audit.TileFiles;
import io.domicile.policies.RegionId;
import io.domicile.regions.Shard;
import io.domicile.regions.witness.Collector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What every part of a region's audit log needs to know.
///
/// @param region the region
/// @param shards its logs
/// @param keys which keys sign them
/// @param guards the folder that remembers what was signed, apart from database and log
/// @param clock tells the time, and with it when a year is over
/// @param witnesses who cosign them
public record LogHome(
        RegionId region,
        Shards shards,
        ShardKeys keys,
        Path guards,
        Clock clock,
        Collector witnesses) {

    /// Logs that nobody witnesses.
    public LogHome(RegionId region, Shards shards, ShardKeys keys, Path guards, Clock clock) {
        this(region, shards, keys, guards, clock, new Collector(false));
    }

    /// What remembers the last checkpoint of a log.
    Guard guard(String origin) {
        return new Guard(guards, origin);
    }

    /// The checkpoints that guard and files of a log have, which are no part of its database.
    List<Note> signed(String origin, TileFiles files) {
        return Stream.of(guard(origin).read(), files.read("checkpoint").map(Note::parse))
                .flatMap(Optional::stream)
                .toList();
    }

    /// The files of the log of an origin.
    TileFiles files(String origin) {
        return new TileFiles(shards.folder(Shard.nameOf(origin)).orElseThrow());
    }

    /// The files of the current log.
    TileFiles files() {
        return new TileFiles(shards.folder());
    }
}
