using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>A Secret that is to be made of the customer's secrets, at apply and nowhere else.</summary>
/// <param name="Manifest">The ConfigMap that says what is in it. The Secret has its name and namespace and belongs to it.</param>
/// <param name="Items">The secrets it is made of, ordered by key.</param>
public sealed record SecretPlaceholder(ObjectKey Manifest, IReadOnlyList<SecretItem> Items)
{
    /// <summary>What is made of them. Default: each is an entry as it is.</summary>
    public SecretForm Form { get; init; } = DataForm.Plain;
}

/// <summary>One of the customer's secrets a Secret is made of.</summary>
/// <param name="DataKey">What it is called there: its key in the Secret's data where it is an entry as it is.</param>
/// <param name="Reference">Where its value is.</param>
/// <param name="Path">Where in the document it is asked for.</param>
/// <param name="Version">The version it is made of; null while that is not known.</param>
public sealed record SecretItem(string DataKey, SecretReference Reference, string Path, string? Version = null);
