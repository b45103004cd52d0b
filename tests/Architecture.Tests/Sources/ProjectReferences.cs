using System.Xml.Linq;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>What each project file may refer to: the outer side of the dependency table. A package needs a row before it needs a version.</summary>
internal sealed class ProjectReferences : ISourceRule
{
    private static readonly string[] Logging = ["Serilog", "Serilog.Extensions.Logging", "Serilog.Sinks.Console"];

    private static readonly Dictionary<string, Row> Table = new(StringComparer.Ordinal)
    {
        ["agent/Protocol"] = new([], []),
        ["agent/Kubernetes"] = new(["YamlDotNet"], []),
        ["agent/Core"] = new(["YamlDotNet"], ["agent/Protocol"]),
        ["agent/LogStore"] = new(["Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3"], ["agent/Core"]),
        ["agent/PlaneStore"] = new(["Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3"], ["agent/Core"]),
        ["agent/Observability"] = new([], ["agent/Core", "agent/LogStore", "agent/PlaneStore", "agent/Protocol"]),
        ["agent/Daemon"] = new(
            [.. Logging, "Azure.Identity", "Azure.Security.KeyVault.Secrets", "System.CommandLine", "YamlDotNet"],
            ["agent/Core", "agent/Kubernetes", "agent/LogStore", "agent/Observability", "agent/PlaneStore", "agent/Protocol", "agent/Telemetry"]),
        ["agent/Telemetry"] = new(["OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol"], []),
        ["control-stub"] = new(
            [.. Logging, "System.CommandLine", "YamlDotNet", "Dapper", "Npgsql", "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3"],
            ["agent/Protocol", "agent/Telemetry"]),

        ["tests/LocalCluster"] = new(["YamlDotNet"], ["tests/Standin"]),
        ["tests/Standin"] = new([], []),
        ["tests/Testing"] = new([], []),
        ["tests/History"] = new([], []),
        ["tests/Registry"] = new([], ["tests/Testing"]),
        ["tests/Vaults"] = new([], ["tests/Testing"]),
        ["tests/Simulation"] = new(["System.CommandLine"], ["agent/Daemon", "control-stub", "tests/History", "tests/LocalCluster"]),
        ["tests/Story"] = new(["YamlDotNet"], ["tests/Registry", "tests/Testing", "tests/Vaults"]),
        ["tests/Cutter"] = new(["System.CommandLine"], ["tests/History", "tests/Story", "tests/Testing"]),
        ["tests/Demo"] = new(["Spectre.Console"], ["tests/Story"]),
        ["tests/Benchmarks"] = new(["Spectre.Console"], ["agent/LogStore", "agent/Observability", "agent/PlaneStore", "agent/Protocol", "tests/Story", "tests/Testing", "tests/Vaults"]),
        ["tests/EndToEnd"] = new([], ["tests/Benchmarks", "tests/Cutter", "tests/Registry", "tests/Story", "tests/Testing"]),

        ["tests/Architecture.Tests"] = new(["YamlDotNet"], ["agent/Daemon", "control-stub", "tests/LocalCluster"]),
        ["tests/Chart.Tests"] = new(["YamlDotNet"], []),
        ["tests/ControlStub.Tests"] = new(["FsCheck", "YamlDotNet"], ["control-stub", "tests/Testing"]),
        ["tests/Core.Tests"] = new(["FsCheck", "YamlDotNet"], ["agent/Core", "tests/Testing"]),
        ["tests/Daemon.Tests"] = new(["FsCheck", "YamlDotNet"], ["agent/Daemon", "tests/LocalCluster", "tests/Registry", "tests/Testing", "tests/Vaults"]),
        ["tests/History.Tests"] = new(["FsCheck"], ["tests/History", "tests/Testing"]),
        ["tests/Kubernetes.Tests"] = new(["YamlDotNet"], ["agent/Kubernetes", "tests/LocalCluster", "tests/Testing"]),
        ["tests/LocalCluster.Tests"] = new(["YamlDotNet"], ["tests/LocalCluster", "tests/Testing"]),
        ["tests/LogStore.Tests"] = new(["FsCheck"], ["agent/LogStore", "tests/Testing"]),
        ["tests/Observability.Tests"] = new(["FsCheck"], ["agent/Observability", "tests/Testing"]),
        ["tests/PlaneStore.Tests"] = new(["FsCheck"], ["agent/PlaneStore", "tests/Testing"]),
        ["tests/Protocol.Tests"] = new(["FsCheck"], ["agent/Protocol", "tests/Testing"]),
        ["tests/Simulation.Tests"] = new([], ["tests/Simulation"]),
    };

    public IEnumerable<string> Check(Repository repository)
    {
        foreach (var (path, text) in repository.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var folder = path[..path.LastIndexOf('/')];
            if (!Table.TryGetValue(folder, out var row))
            {
                yield return $"{path}: no row in the table of projects; decide what it may refer to";
                continue;
            }

            var project = XDocument.Parse(text);
            foreach (var package in Included(project, "PackageReference").Except(row.Packages, StringComparer.Ordinal))
            {
                yield return $"{path}: package {package} is not in its row of the table";
            }

            foreach (var reference in Included(project, "ProjectReference").Select(to => Folder(folder, to)).Except(row.Projects, StringComparer.Ordinal))
            {
                yield return $"{path}: reference to {reference} is not in its row of the table";
            }
        }
    }

    // A project that is only built before this one (ReferenceOutputAssembly="false") is met as a process, not as code.
    private static IEnumerable<string> Included(XDocument project, string element) =>
        from reference in project.Descendants(element)
        let include = (string?)reference.Attribute("Include")
        where include is not null && (string?)reference.Attribute("ReferenceOutputAssembly") != "false"
        select include;

    private static string Folder(string from, string reference)
    {
        var path = Path.GetFullPath(Path.Combine("/", from, Path.GetDirectoryName(reference)!.Replace('\\', '/')));
        return path.TrimStart('/');
    }

    private sealed record Row(string[] Packages, string[] Projects);
}
