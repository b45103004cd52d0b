namespace Pdp.Core.Objects;

/// <summary>The network policy that all components of a namespace share, as they do the namespace itself.</summary>
public static class SharedPolicy
{
    /// <summary>Its name; nothing an intent names itself is called so.</summary>
    public const string Name = "cell--default-deny";

    /// <summary>Whether a key names it.</summary>
    public static bool Is(ObjectKey key) => key is { Group: "networking.k8s.io", Kind: "NetworkPolicy", Name: Name };
}
