namespace Pdp.Kubernetes.Configuration;

/// <summary>A credential plugin (<c>client.authentication.k8s.io</c>): a program that prints who we are.</summary>
public sealed class ExecPlugin
{
    /// <summary>The program: a name found in <c>PATH</c>, or an absolute path.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments. They may hold secrets and are never printed.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables added to this process's own. They may hold secrets and are never printed.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary><c>client.authentication.k8s.io/v1</c> or <c>client.authentication.k8s.io/v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Tells the program about the cluster, certificate authority included, in <c>KUBERNETES_EXEC_INFO</c>.</summary>
    public bool ProvideClusterInfo { get; init; }

    /// <summary>What to tell people who do not have the program; empty when nothing.</summary>
    public string InstallHint { get; init; } = "";
}
