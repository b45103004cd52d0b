using System.Buffers;
using System.Text;

namespace Pdp.Core.Logs.Lines;

/// <summary>Takes off a line what no one can read: colours, the carriage return, and control characters of binary output (as U+FFFD).</summary>
internal static class PrintableText
{
    private const char Escape = '\u001b';

    private static readonly SearchValues<char> Unprintable =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c != '\t').Select(c => (char)c), '\u007f']);

    public static string Of(string line)
    {
        if (line.EndsWith('\r')) line = line[..^1];
        if (!line.AsSpan().ContainsAny(Unprintable)) return line;
        var text = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; at++)
        {
            var colour = ColourAt(line, at);
            if (colour > 0) at += colour - 1;
            else text.Append(Unprintable.Contains(line[at]) ? '\ufffd' : line[at]);
        }
        return text.ToString();
    }

    // ECMA-48: ESC [ parameters, and a letter that ends them.
    private static int ColourAt(string line, int at)
    {
        if (line[at] != Escape || at + 1 >= line.Length || line[at + 1] != '[') return 0;
        var end = at + 2;
        while (end < line.Length && line[end] is >= '0' and <= '?') end++;
        return end < line.Length && line[end] is >= '@' and <= '~' ? end + 1 - at : 0;
    }
}
