namespace Pdp.LocalCluster.Security;

/// <summary>Who asks.</summary>
internal sealed record ClusterUser(string Name, IReadOnlyList<string> Groups, string Uid = "")
{
    /// <summary>May do everything.</summary>
    public static ClusterUser Admin { get; } = new("kubernetes-admin", ["system:masters", "system:authenticated"]);

    public static ClusterUser Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    public bool IsMaster => Groups.Contains("system:masters", StringComparer.Ordinal);

    public static ClusterUser ServiceAccount(string ns, string name, string uid) =>
        new($"system:serviceaccount:{ns}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"], uid);
}
