namespace Pdp.Protocol.Intents;

/// <summary>
/// Names of intents the customer writes in the cluster, without a signature. They have a dot in them and ids that travel never have, so
/// neither kind can ever stand in the other's place.
/// </summary>
public static class LocalIntents
{
    /// <summary>What their names end in.</summary>
    public const string Suffix = ".local";

    /// <summary>Whether a name is that of a local intent.</summary>
    public static bool IsLocal(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The document's own id: the name without its ending.</summary>
    public static string IdOf(string name) => name[..^Suffix.Length];
}
