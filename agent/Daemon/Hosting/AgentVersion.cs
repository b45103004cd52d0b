using System.Reflection;

namespace Pdp.Daemon.Hosting;

/// <summary>Which version this is.</summary>
internal static class AgentVersion
{
    /// <summary>Such as <c>0.1.0</c>, with the commit behind a plus where the build knew it.</summary>
    public static string Text { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
