using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>A Secret that is to be made of the customer's secrets, at apply and nowhere else.</summary>
/// <param name="Manifest">The ConfigMap that says what is in it. The Secret has its name and namespace and belongs to it.</param>
/// <param name="Items">Its entries, ordered by key.</param>
public sealed record SecretPlaceholder(ObjectKey Manifest, IReadOnlyList<SecretItem> Items);

/// <summary>One entry of a Secret.</summary>
/// <param name="DataKey">Key in the Secret's data.</param>
/// <param name="Reference">Where its value is.</param>
/// <param name="Path">Where in the document it is asked for.</param>
/// <param name="Version">The version it is made of; null while that is not known.</param>
public sealed record SecretItem(string DataKey, SecretReference Reference, string Path, string? Version = null);
