using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pdp.Core.PromQl.Parsing;

/// <summary>
/// Reads strings with all of Go's escapes. Escaped bytes are put together to characters; what is not UTF-8 then is refused, since no label has it.
/// </summary>
internal static class StringReader
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The value, and where the text goes on.</summary>
    /// <exception cref="PromQlException">It does not end, or has an escape there is not.</exception>
    public static (string Value, int Next) Read(string text, int start)
    {
        var quote = text[start];
        var at = start + 1;
        var bytes = new ArrayBufferWriter<byte>();
        while (at < text.Length && text[at] != quote)
        {
            if (quote != '`' && text[at] == '\n') break;
            if (quote != '`' && text[at] == '\\')
            {
                at = Escape(text, at, quote, bytes);
                continue;
            }
            var length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            if (length == 1 && char.IsSurrogate(text[at])) throw new PromQlException(at, "half a character.");
            Strict.GetBytes(text.AsSpan(at, length), bytes);
            at += length;
        }
        if (at >= text.Length || text[at] != quote) throw new PromQlException(start, "this string does not end.");
        try
        {
            return (Strict.GetString(bytes.WrittenSpan), at + 1);
        }
        catch (DecoderFallbackException)
        {
            throw new PromQlException(start, "the bytes of this string are no text.");
        }
    }

    private static int Escape(string text, int at, char quote, ArrayBufferWriter<byte> to)
    {
        var c = at + 1 < text.Length ? text[at + 1] : '\0';
        switch (c)
        {
            case 'x':
                return Byte(text, at, 2, 2, 16, to);
            case >= '0' and <= '7':
                return Byte(text, at, 1, 3, 8, to);
            case 'u':
                return Rune(text, at, 4, to);
            case 'U':
                return Rune(text, at, 8, to);
            case '\'' or '"' when c != quote:
                throw new PromQlException(at, "only the quote around a string is escaped in it.");
        }
        const string names = "abfnrtv\\'\"";
        const string values = "\a\b\f\n\r\t\v\\'\"";
        var which = names.IndexOf(c, StringComparison.Ordinal);
        if (which < 0) throw new PromQlException(at, "there is no such escape.");
        to.Write([(byte)values[which]]);
        return at + 2;
    }

    private static int Byte(string text, int at, int skip, int digits, int radix, ArrayBufferWriter<byte> to)
    {
        var value = Digits(text, at + skip, digits, radix, at);
        if (value > 255) throw new PromQlException(at, "there is no such escape.");
        to.Write([(byte)value]);
        return at + skip + digits;
    }

    private static int Rune(string text, int at, int digits, ArrayBufferWriter<byte> to)
    {
        var value = Digits(text, at + 2, digits, 16, at);
        if (value > int.MaxValue || !System.Text.Rune.TryCreate((int)value, out var rune)) throw new PromQlException(at, "there is no such character.");
        to.Advance(rune.EncodeToUtf8(to.GetSpan(4)));
        return at + 2 + digits;
    }

    private static long Digits(string text, int from, int count, int radix, int at)
    {
        var value = 0L;
        for (var i = from; i < from + count; i++)
        {
            var digit = i < text.Length && char.IsAsciiHexDigit(text[i]) ? int.Parse(text.AsSpan(i, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix) throw new PromQlException(at, "an escape is too short.");
            value = (value * radix) + digit;
        }
        return value;
    }
}
