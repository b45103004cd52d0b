using Pdp.Core.Objects;
using Pdp.Core.Secrets;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>The values that are to be put into the cluster in this pass, and nowhere else.</summary>
internal sealed class SecretSupply
{
    private readonly Dictionary<(string, string, string?, string), IReadOnlyDictionary<string, SecretValue>> _values = [];

    /// <summary>Whether something must be looked at again before long: a Secret that may vanish, or a value that could not be had.</summary>
    public bool IsUnsettled { get; set; }

    /// <summary>Adds the content of the Secret beside a ConfigMap.</summary>
    public void Add(ObjectKey manifest, IReadOnlyDictionary<string, SecretValue> values) => _values.Add(manifest.Identity, values);

    /// <summary>The content of the Secret that is to be made beside an object; null when there is none to make.</summary>
    public IReadOnlyDictionary<string, SecretValue>? For(ObjectKey key) => _values.GetValueOrDefault(key.Identity);
}
