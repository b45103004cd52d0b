namespace Pdp.Kubernetes.Configuration;

/// <summary>Reads a kubeconfig's <c>user.exec</c>.</summary>
internal static class KubeconfigExec
{
    private static readonly string[] _versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public static ExecPlugin? Read(ConfigNode exec)
    {
        var command = exec.Text("command");
        var version = exec.Text("apiVersion");
        if (command is null) exec.Complain("command", "must be set.");
        if (version is null || !_versions.Contains(version)) exec.Complain("apiVersion", $"must be {string.Join(" or ", _versions)}.");
        CheckInteraction(exec);
        var arguments = exec.Texts("args");
        var environment = Environment(exec);
        var provideClusterInfo = exec.Flag("provideClusterInfo");
        return command is null || version is null ? null : new ExecPlugin
        {
            // A bare name is looked for in PATH; one with a folder is relative to the kubeconfig.
            Command = Path.GetFileName(command) == command ? command : Path.GetFullPath(command, exec.Folder),
            Arguments = arguments,
            Environment = environment,
            ApiVersion = version,
            ProvideClusterInfo = provideClusterInfo,
            InstallHint = exec.Text("installHint") ?? "",
        };
    }

    private static void CheckInteraction(ConfigNode exec)
    {
        switch (exec.Text("interactiveMode"))
        {
            case null or "Never" or "IfAvailable":
                break;
            case "Always":
                exec.Complain("interactiveMode", "must not be Always: nobody sits at this process's standard input.");
                break;
            default:
                exec.Complain("interactiveMode", "must be Never or IfAvailable.");
                break;
        }
    }

    private static Dictionary<string, string> Environment(ConfigNode exec)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in exec.Mappings("env"))
        {
            if (entry.Text("name") is not { } name || name.Contains('=', StringComparison.Ordinal))
                entry.Complain("name", "must be the name of a variable.");
            else environment[name] = entry.Text("value") ?? "";
        }
        return environment;
    }
}
