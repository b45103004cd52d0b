using Pdp.Architecture.Tests.Dependencies.Reading;

namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>The assemblies under the table, as they were built beside this one.</summary>
internal static class Codebase
{
    /// <summary>Simple names of every assembly the table speaks of.</summary>
    public static readonly IReadOnlyList<string> Assemblies =
        ["Pdp.Protocol", "Pdp.Kubernetes", "Pdp.Core", "Pdp.LogStore", "Pdp.PlaneStore", "Pdp.Observability", "Pdp.Telemetry", "pdp-agent", "pdp-control", "Pdp.LocalCluster"];

    private static readonly Lazy<IReadOnlyList<TypeUse>> AllUses = new(
        () => [.. Assemblies.SelectMany(name => AssemblyReader.Read(Path.Combine(AppContext.BaseDirectory, name + ".dll")))]);

    /// <summary>Every type use of every assembly.</summary>
    public static IReadOnlyList<TypeUse> Uses => AllUses.Value;
}
