using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>What an intent becomes.</summary>
public sealed record RenderResult
{
    /// <summary>The namespace everything lives in; derived, never taken from the intent.</summary>
    public required string Namespace { get; init; }

    /// <summary>Every object, in the order of its waves. Empty when undeployed, and when there are errors.</summary>
    public IReadOnlyList<DesiredObject> Objects { get; init; } = [];

    /// <summary>Where its endpoints will answer, ordered by name.</summary>
    public IReadOnlyList<EndpointStatus> Endpoints { get; init; } = [];

    /// <summary>The Secrets whose values are filled in at apply.</summary>
    public IReadOnlyList<SecretPlaceholder> Secrets { get; init; } = [];

    /// <summary>Every reason why it cannot be rendered.</summary>
    public IReadOnlyList<RefusalReason> Errors { get; init; } = [];
}

/// <summary>A Secret whose manifest carries no data; the values come from the customer's stores, at apply and nowhere else.</summary>
/// <param name="Key">The Secret.</param>
/// <param name="Items">Its entries, ordered by key.</param>
public sealed record SecretPlaceholder(ObjectKey Key, IReadOnlyList<SecretItem> Items);

/// <summary>One entry of a Secret.</summary>
/// <param name="DataKey">Key in the Secret's data.</param>
/// <param name="Reference">Where its value is.</param>
/// <param name="Path">Where in the document it is asked for.</param>
public sealed record SecretItem(string DataKey, SecretReference Reference, string Path);
