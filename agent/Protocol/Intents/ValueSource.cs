namespace Pdp.Protocol.Intents;

/// <summary>Where a value comes from: exactly one of the five.</summary>
public abstract record ValueSource
{
    /// <summary>The value itself.</summary>
    public string? Value { get; init; }

    /// <summary>A key of <see cref="ComponentSpec.Config"/>.</summary>
    public string? Config { get; init; }

    /// <summary>A secret of one of the customer's stores.</summary>
    public SecretReference? Secret { get; init; }

    /// <summary>A text made of several secrets.</summary>
    public SecretTemplate? Template { get; init; }

    /// <summary>A property of a connection.</summary>
    public ConnectionReference? Connection { get; init; }
}
