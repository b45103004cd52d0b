namespace Pdp.LocalCluster.Node.Logs;

/// <summary>Finds where the last lines of a log begin, from the end backwards.</summary>
internal static class LogTail
{
    private const int Block = 64 * 1024;

    /// <summary>Places the file so that its last <paramref name="lines"/> lines are read.</summary>
    public static void Place(FileStream part, long lines)
    {
        if (lines <= 0)
        {
            part.Position = part.Length;
            return;
        }

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
                return;
            }

            end = start;
        }

        part.Position = 0;
    }
}
