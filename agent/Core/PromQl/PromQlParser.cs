using Pdp.Core.PromQl.Parsing;
using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.PromQl;

/// <summary>Reads PromQL. Types (scalar, vector, range) are the server's to check: what is wrong there fails there, within the scope.</summary>
public static class PromQlParser
{
    /// <summary>Longest expression, characters.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="PromQlException">It is none, or too much of one.</exception>
    public static Expression Parse(string text)
    {
        if (text.Length > MaxLength) throw new PromQlException(MaxLength, $"an expression has at most {MaxLength} characters.");
        var tokens = new TokenStream(Lexer.Tokens(text));
        var expression = new ExpressionParser(tokens).Expression();
        return tokens.Peek.Kind == TokenKind.End ? expression : throw new PromQlException(tokens.Peek.At, "the expression should have ended here.");
    }

    /// <summary>Reads what must be one instant selector, as <c>match[]</c> is.</summary>
    /// <exception cref="PromQlException">It is not.</exception>
    public static Selector ParseSelector(string text) =>
        Parse(text) is Selector { Range: null } selector && selector.At == Shift.None
            ? selector
            : throw new PromQlException(0, "this must be one selector, without range, offset or @.");
}
