using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.PromQl.Parsing;

/// <summary>Cuts an expression into tokens. Comments and blanks fall away.</summary>
internal static class Lexer
{
    // The longer first.
    private static readonly string[] Signs =
        ["==", "!=", "<=", ">=", "=~", "!~", "(", ")", "{", "}", "[", "]", ",", ":", "@", "+", "-", "*", "/", "%", "^", "<", ">", "="];

    /// <exception cref="PromQlException">A character or string is wrong.</exception>
    public static List<Token> Tokens(string text)
    {
        var tokens = new List<Token>();
        var brackets = 0;
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c is ' ' or '\t' or '\n' or '\r')
            {
                at++;
            }
            else if (c == '#')
            {
                while (at < text.Length && text[at] != '\n') at++;
            }
            else if (c is '"' or '\'' or '`')
            {
                var (value, next) = StringReader.Read(text, at);
                tokens.Add(new Token(TokenKind.Text, value, at));
                at = next;
            }
            else
            {
                var length = NumberLength(text, at);
                // Within brackets a colon divides range and step, and is no part of a name.
                var kind = length > 0 ? TokenKind.Number : (length = WordLength(text, at, brackets == 0)) > 0 ? TokenKind.Word : TokenKind.Sign;
                if (length == 0) length = Signs.FirstOrDefault(sign => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)?.Length ?? 0;
                if (length == 0) throw new PromQlException(at, "this character has no meaning here.");
                brackets += kind == TokenKind.Sign && c == '[' ? 1 : kind == TokenKind.Sign && c == ']' ? -1 : 0;
                tokens.Add(new Token(kind, text.Substring(at, length), at));
                at += length;
            }
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static int WordLength(string text, int at, bool colons)
    {
        var end = at;
        while (end < text.Length && (Names.IsWordPart(text[end]) || (colons && text[end] == ':'))) end++;
        return end - at;
    }

    // Digits with what may follow them: a fraction, an exponent, hexadecimal digits, units. What it means is seen when it is read.
    private static int NumberLength(string text, int at)
    {
        if (!char.IsAsciiDigit(text[at]) && !(text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))) return 0;
        var hexadecimal = text[at] == '0' && at + 1 < text.Length && text[at + 1] is 'x' or 'X';
        var end = at;
        for (; end < text.Length; end++)
        {
            var c = text[end];
            var exponent = !hexadecimal && c is '+' or '-' && text[end - 1] is 'e' or 'E';
            if (!Names.IsWordPart(c) && c != '.' && !exponent) break;
        }
        return end - at;
    }
}
