using System.Collections;

namespace Pdp.Daemon.Hosting;

/// <summary>The one place where the agent reads its process environment.</summary>
internal static class ProcessEnvironment
{
    /// <summary>All variables by name.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
#pragma warning disable RS0030 // Hosting is where the environment may be read.
        var variables = Environment.GetEnvironmentVariables();
#pragma warning restore RS0030
        return variables.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
    }
}
