namespace Pdp.Core.PromQl.Parsing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A name, a keyword, a function: what it is depends on where it stands.</summary>
    Word,

    /// <summary>A number or a duration.</summary>
    Number,

    /// <summary>A string; the text is its value.</summary>
    Text,

    /// <summary>A sign or an operator.</summary>
    Sign,

    /// <summary>After the last.</summary>
    End,
}
