using System.Diagnostics;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>The few variables of this machine a pod's process gets, so that it finds programs and a home; nothing else leaks in.</summary>
internal static class BaseEnvironment
{
    private static readonly string[] Passed = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_CLI_TELEMETRY_OPTOUT", "SystemRoot"];

    // What a process would inherit is what a start description begins with.
    private static readonly Dictionary<string, string> Values = new ProcessStartInfo().Environment
        .Where(pair => pair.Value is not null && Passed.Contains(pair.Key, StringComparer.Ordinal))
        .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);

    public static Dictionary<string, string> New() => new(Values, StringComparer.Ordinal);
}
