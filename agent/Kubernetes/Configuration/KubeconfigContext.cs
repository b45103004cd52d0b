namespace Pdp.Kubernetes.Configuration;

/// <summary>Finds a context and what belongs to it in one or several files read as one.</summary>
internal sealed class KubeconfigContext(IReadOnlyList<ConfigNode> files, List<ConfigProblem> problems)
{
    /// <summary>The configuration of a context; null when there were problems.</summary>
    public ClusterConfig? Choose(string? name)
    {
        var contexts = Named("contexts", "context");
        var clusters = Named("clusters", "cluster");
        var users = Named("users", "user");
        name ??= files.Select(file => file.Text("current-context")).FirstOrDefault(current => current is not null);
        if (name is null || !contexts.TryGetValue(name, out var context))
        {
            var known = contexts.Count == 0 ? "none" : string.Join(", ", contexts.Keys.Order(StringComparer.Ordinal));
            var wrong = name is null ? "is not set and no context was named" : $"there is no context '{name}'";
            problems.Add(new ConfigProblem("current-context", $"{wrong}; there are: {known}."));
            return null;
        }
        var cluster = Follow(context, "cluster", clusters);
        var user = context.Has("user") ? Follow(context, "user", users) : null;
        if (cluster is null) return null;
        var read = KubeconfigCluster.Read(cluster, name, context.Text("namespace"));
        var identity = user is null ? new ClientIdentity() : KubeconfigUser.Read(user);
        if (identity.Token is not null && read?.Server is { Scheme: "http", IsLoopback: false })
            cluster.Complain("server", "must be https where a token is sent.");
        return read is null ? null : read with { Identity = identity };
    }

    private static ConfigNode? Follow(ConfigNode context, string field, Dictionary<string, ConfigNode> named)
    {
        if (context.Text(field) is not { } name) context.Complain(field, "must be set.");
        else if (named.TryGetValue(name, out var found)) return found;
        else context.Complain(field, $"there is no {field} of that name.");
        return null;
    }

    // Of two entries of one name, in one file or in several, the first counts.
    private Dictionary<string, ConfigNode> Named(string list, string field)
    {
        var named = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        foreach (var entry in files.SelectMany(file => file.Mappings(list)))
        {
            if (entry.Text("name") is not { } name) entry.Complain("name", "must be set.");
            else if (entry.Mapping(field) is { } content) named.TryAdd(name, content);
            else if (!entry.Has(field)) named.TryAdd(name, entry with { Node = [], Path = $"{entry.Path}.{field}" });
        }
        return named;
    }
}
