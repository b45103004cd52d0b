namespace Pdp.ControlStub.Connections;

/// <summary>An address that stands in a value.</summary>
/// <param name="At">Where its host begins in the text.</param>
/// <param name="Scheme">Its scheme, in small letters; null when it is host and port alone.</param>
/// <param name="Host">Its host, as written.</param>
/// <param name="Port">Its port, 1..65535; null when neither it nor its scheme says one.</param>
internal sealed record Address(int At, string? Scheme, string Host, int? Port)
{
    private static readonly HashSet<string> _ofTheWeb = ["http", "https", "ws", "wss"];

    /// <summary>Whether it may be a link as well as something that is called.</summary>
    public bool MayBeLink => Scheme is not null && _ofTheWeb.Contains(Scheme);

    /// <summary>Whether it leads to the machine of whoever uses it (RFC 6761).</summary>
    public bool IsLocal => Host is "localhost" || Host.EndsWith(".localhost", StringComparison.Ordinal) || Host.StartsWith("127.", StringComparison.Ordinal);

    /// <summary>Whether it is a number and no name.</summary>
    public bool IsNumber => Host.All(c => char.IsAsciiDigit(c) || c == '.');

    /// <inheritdoc/>
    public override string ToString() => $"{(Scheme is null ? "" : $"{Scheme}://")}{Host}{(Port is null ? "" : $":{Port}")}";
}
