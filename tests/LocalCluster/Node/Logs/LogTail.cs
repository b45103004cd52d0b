namespace Pdp.LocalCluster.Node.Logs;

/// <summary>Finds where the last lines of a log begin, from the end backwards.</summary>
internal static class LogTail
{
    private const int Block = 64 * 1024;

    /// <summary>The parts to read, each placed so that together they hold the last <paramref name="lines"/> lines.</summary>
    public static List<FileStream> Place(IReadOnlyList<FileStream> parts, long lines)
    {
        // The newest part stays even when none of its lines are wanted: who follows goes on from its end.
        var kept = new List<FileStream>();
        if (lines <= 0 && parts.Count > 0)
        {
            parts[^1].Position = parts[^1].Length;
            kept.Add(parts[^1]);
            parts = [.. parts.SkipLast(1)];
        }

        foreach (var part in parts.Reverse())
        {
            if (lines <= 0)
            {
                part.Dispose();
                continue;
            }

            lines -= PlaceIn(part, lines);
            kept.Insert(0, part);
        }

        return kept;
    }

    private static long PlaceIn(FileStream part, long lines)
    {
        var buffer = new byte[Block];
        var found = 0L;
        for (var end = part.Length; end > 0;)
        {
            var start = Math.Max(0, end - Block);
            var block = buffer.AsSpan(0, (int)(end - start));
            part.Position = start;
            part.ReadExactly(block);
            for (var i = block.Length - 1; i >= 0; i--)
            {
                // A line end closes the line before it; the one after which enough lines follow is where to start.
                if (block[i] != (byte)'\n' || found++ < lines) continue;
                part.Position = start + i + 1;
                return lines;
            }

            end = start;
        }

        part.Position = 0;
        return found;
    }
}
