using System.Text;
using Pdp.Core.Logs.Lines;

namespace Pdp.Core.Logs.Reading;

/// <summary>An entry that further lines may belong to.</summary>
internal sealed class OpenEntry(DateTimeOffset time, ParsedLine first)
{
    private readonly StringBuilder _text = new(first.Message);
    private string _last = first.Message;
    private int _lines = 1;

    /// <summary>Takes a line in if it belongs here and there is room.</summary>
    public bool TryAdd(string line, GatheringLimits limits)
    {
        if (_lines >= limits.JoinedLines || _text.Length + line.Length >= limits.MessageChars || !Continuation.Is(first.Message, _last, line)) return false;
        _text.Append('\n').Append(line);
        _last = line;
        _lines++;
        return true;
    }

    public LogEntry ToEntry() => new(time, first.Level, _text.ToString(), first.Fields);
}
