namespace Pdp.Core.PromQl.Parsing;

/// <summary>The tokens, one after the other, and how deep in the expression we are.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    /// <summary>How deep an expression may be nested.</summary>
    public const int MaxDepth = 100;

    private int _next;
    private int _depth;

    public Token Peek => tokens[_next];

    public Token After => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    public Token Take() => Peek.Kind == TokenKind.End ? throw new PromQlException(Peek.At, "the expression ends too early.") : tokens[_next++];

    public bool TrySign(string sign) => Skip(Peek.IsSign(sign));

    public bool TryWord(string word) => Skip(Peek.IsWord(word));

    public void Sign(string sign)
    {
        if (!TrySign(sign)) throw new PromQlException(Peek.At, $"{sign} is missing here.");
    }

    public void Enter()
    {
        if (++_depth > MaxDepth) throw new PromQlException(Peek.At, $"nested more than {MaxDepth} deep.");
    }

    public void Leave() => _depth--;

    private bool Skip(bool there)
    {
        if (there) _next++;
        return there;
    }
}
