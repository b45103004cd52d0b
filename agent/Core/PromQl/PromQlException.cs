namespace Pdp.Core.PromQl;

/// <summary>An expression that is not PromQL, or more than is read; the message says where and why, without repeating it.</summary>
public sealed class PromQlException : Exception
{
    /// <summary>With the place it was seen at, in characters from 0.</summary>
    public PromQlException(int at, string message)
        : base($"At character {at + 1}: {message}") => At = at;

    /// <summary>Where, in characters from 0.</summary>
    public int At { get; }
}
