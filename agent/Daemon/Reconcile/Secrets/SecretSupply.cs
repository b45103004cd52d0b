using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Core.Secrets;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>The values that are to be put into the cluster in this pass, and nowhere else.</summary>
internal sealed class SecretSupply
{
    private readonly Dictionary<(string, string, string?, string), SecretContent> _contents = [];
    private readonly Dictionary<SecretItem, DateTimeOffset> _expiries = [];

    /// <summary>Whether something must be looked at again before long: a Secret that may vanish, or a value that could not be had.</summary>
    public bool IsUnsettled { get; set; }

    /// <summary>When certificates among them end, by the secret that holds them.</summary>
    public IReadOnlyDictionary<SecretItem, DateTimeOffset> Expiries => _expiries;

    /// <summary>Adds the content of a Secret.</summary>
    public void Add(SecretPlaceholder secret, SecretContent content)
    {
        _contents.Add(secret.Manifest.Identity, content);
        if (content.ExpiresAt is { } expires) _expiries[secret.Items[0]] = expires;
    }

    /// <summary>The content of the Secret that is to be made beside an object; null when there is none to make.</summary>
    public SecretContent? For(ObjectKey key) => _contents.GetValueOrDefault(key.Identity);
}
