using System.Text;

namespace Pdp.Core.Logs.Reading;

/// <summary>Puts a line together that comes in parts, and cuts what is too long.</summary>
internal sealed class LongLine(int most)
{
    private readonly StringBuilder _text = new();
    private DateTimeOffset? _time;
    private long _cut;
    private bool _inside;

    /// <summary>The whole line after its last part; null before.</summary>
    public (DateTimeOffset? Time, string Text)? Add(DateTimeOffset? time, string text, bool continues)
    {
        if (!_inside && !continues && text.Length <= most) return (time, text);
        if (!_inside) _time = time;
        _inside = continues;
        var fits = Math.Min(text.Length, most - _text.Length);
        // Not between the halves of a character.
        if (fits > 0 && fits < text.Length && char.IsHighSurrogate(text[fits - 1])) fits--;
        _text.Append(text, 0, fits);
        _cut += text.Length - fits;
        return _inside ? null : Finish();
    }

    private (DateTimeOffset?, string) Finish()
    {
        if (_cut > 0) _text.Append(" … ").Append(_cut).Append(" more characters were cut");
        var whole = _text.ToString();
        _text.Clear();
        _cut = 0;
        return (_time, whole);
    }
}
