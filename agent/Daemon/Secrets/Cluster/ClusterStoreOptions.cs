using Pdp.Daemon.Configuration;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Cluster;

/// <summary>Secrets of another namespace of the cluster. The chart lets the agent read exactly these.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Names">The Secrets that may be read, with commas between them.</param>
internal sealed record ClusterStoreOptions(string Namespace, string Names) : StoreOptions
{
    private const int MostSecrets = 256;
    private const string NameRule = "must be a DNS subdomain: 1..253 of a-z, 0-9, '-' and '.'";

    /// <summary>The Secrets that may be read.</summary>
    public IReadOnlySet<string> Secrets { get; } = Names.Split(',').ToHashSet();

    /// <inheritdoc/>
    public override ISecretStore Open(StoreParts parts) => new ClusterStore(this, parts.Cluster, parts.Key);

    /// <summary>Reads the options of a file of stores; null when they have errors.</summary>
    public static ClusterStoreOptions? Read(YamlFields fields)
    {
        var space = fields.Text("namespace", IsName, NameRule);
        var secrets = fields.Texts("secrets", MostSecrets, IsName, NameRule);
        fields.NoOthers();
        if (secrets.Count == 0) fields.Problem("secrets", "must name at least one Secret");
        return space is null || secrets.Count == 0 ? null : new ClusterStoreOptions(space, string.Join(',', secrets));
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 253 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
