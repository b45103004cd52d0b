using Microsoft.Data.Sqlite;
using Pdp.LogStore.Blocks;
using Pdp.LogStore.Searching;

namespace Pdp.LogStore.Segments;

/// <summary>Decides what of a source stays loose and what is packed, and writes both.</summary>
internal sealed class BlockPacker(SegmentStatements statements, SegmentState state)
{
    private readonly BlockWriter _writer = new();
    private readonly WordSet _words = new();

    /// <summary>Adds entries of a source; <paramref name="nextId"/> is the id of the first, and afterwards the one after the last.</summary>
    public void Add(long source, SourceBatch batch, ref long nextId, SqliteTransaction transaction)
    {
        var entries = new List<BlockEntry>(batch.Entries.Count);
        foreach (var entry in batch.Entries) entries.Add(BlockEntry.Of(nextId++, entry));
        var chars = entries.Sum(Chars);
        state.Count(batch.Source, chars);

        if (!state.Loose.TryGetValue(source, out var loose)) state.Loose[source] = loose = [];
        var whole = loose.Sum(block => block.Count) + entries.Count >= SegmentLimits.BlockEntries
            || loose.Sum(block => block.Bytes) + chars >= SegmentLimits.BlockChars;
        if (whole || loose.Count >= SegmentLimits.LooseBlocks) entries.InsertRange(0, TakeLoose(loose, transaction));
        var at = 0;
        while (whole && CutAt(entries, at) is var end && end > 0)
        {
            Write(source, entries[at..end], packed: true, transaction);
            at = end;
        }
        if (at < entries.Count) loose.Add(Write(source, entries[at..], packed: false, transaction));
    }

    /// <summary>Packs all that is loose.</summary>
    public void PackAll(SqliteTransaction transaction)
    {
        foreach (var (source, loose) in state.Loose)
        {
            var entries = TakeLoose(loose, transaction);
            if (entries.Count > 0) Write(source, entries, packed: true, transaction);
        }
    }

    // Where the whole block that begins here ends; 0 when what is left does not fill one.
    private static int CutAt(List<BlockEntry> entries, int from)
    {
        var chars = 0;
        for (var i = from; i < entries.Count; i++)
        {
            chars += Chars(entries[i]);
            if (i - from + 1 == SegmentLimits.BlockEntries || chars >= SegmentLimits.BlockChars) return i + 1;
        }
        return 0;
    }

    private List<BlockEntry> TakeLoose(List<BlockHeader> loose, SqliteTransaction transaction)
    {
        var entries = new List<BlockEntry>();
        foreach (var block in loose)
        {
            entries.AddRange(BlockReader.Read((byte[])statements.Payload.Value(transaction, block.Id)!));
            statements.DropBlock.Run(transaction, block.Id);
            statements.DropPayload.Run(transaction, block.Id);
            state.Bounds = state.Bounds with { Entries = state.Bounds.Entries - block.Count };
        }
        loose.Clear();
        return entries;
    }

    private BlockHeader Write(long source, List<BlockEntry> entries, bool packed, SqliteTransaction transaction)
    {
        var (data, bytes) = _writer.Write(entries, packed);
        var block = BlockHeader.Of(state.NextBlock++, source, entries, bytes, packed);
        statements.AddBlock.Run(
            transaction, block.Id, source, block.FirstId, block.LastId, block.MinTime, block.MaxTime, block.Levels, block.Count, block.Bytes, packed ? 1L : 0L);
        statements.AddPayload.Run(transaction, block.Id, data);
        if (packed) statements.AddWords.Run(transaction, block.Id, _words.Of(entries));
        state.Bounds = state.Bounds.With(block);
        return block;
    }

    private static int Chars(BlockEntry entry) => entry.Message.Length + (entry.Fields?.Length ?? 0);
}
