using System.Globalization;

namespace Pdp.LocalCluster.Cli;

/// <summary>What the command line asks for.</summary>
/// <param name="Options">How the cluster starts.</param>
/// <param name="KubeconfigFile">Where to write the kubeconfig; null for nowhere.</param>
/// <param name="ShowHelp">Only explain.</param>
internal sealed record CommandLine(LocalClusterOptions Options, string? KubeconfigFile, bool ShowHelp)
{
    public const string Help = """
        An embedded Kubernetes cluster in one process: API server, controllers and one node whose pods are local processes.

        usage: dotnet run --project tests/LocalCluster -- [options]

          --kubeconfig FILE     write a kubeconfig with the CA and an administrator's token to FILE
          --port N              port of the API server on 127.0.0.1 (default 0: any free one)
          --catalogue FILE      the commands that image names stand for; without it the built-in ones
          --work-dir DIR        where pods keep their files (default: a directory of its own, removed at the end)
          --node-cpu Q          cores that pods may request together, such as 4 or 2500m (default: as good as unlimited)
          --node-memory Q       memory that pods may request together, such as 8Gi (default: as good as unlimited)
          --simulated           no processes: pods become ready after a moment, images named *broken* never do
          --enforce-rbac        refuse what no role allows (default: every token may do everything)
          --gateways            serve the Gateway API; every Gateway listens on a loopback address of its own
          --metrics SECONDS     serve metrics.k8s.io, with what pods use measured as often as this, 1 to 60 (metrics-server: 15)
          --watch-history N     changes of each resource a watch may start from, 64 to 1000000 (default 1024)
          --audit-log FILE      record every request in FILE, one JSON audit event a line
          --verbose             log what controllers and node do
          -h, --help            this text

        When it serves it prints one line, "ready https://127.0.0.1:PORT", and goes on until it is stopped (Ctrl+C, SIGTERM).
        Nothing is kept: the next start is a new cluster with a new CA and token.

        try: dotnet run --project tests/LocalCluster -- --kubeconfig /tmp/kubeconfig
             kubectl --kubeconfig /tmp/kubeconfig get namespaces

        exit codes: 0 stopped as asked, 1 could not start, 2 the command line was wrong
        """;

    /// <summary>Reads arguments.</summary>
    /// <exception cref="FormatException">Every argument that is wrong, in one message.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var options = new LocalClusterOptions();
        string? kubeconfig = null;
        var help = false;
        var wrong = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : Missing(arguments[i - 1]);
            string Missing(string name)
            {
                wrong.Add($"{name} needs a value");
                return "";
            }
            int Number(string name, int from, int to)
            {
                if (int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= from && number <= to)
                    return number;
                wrong.Add($"{name} must be a whole number from {from} to {to}");
                return from;
            }
            switch (arguments[i])
            {
                case "--kubeconfig": kubeconfig = Value(); break;
                case "--port": options = options with { Port = Number("--port", 0, 65535) }; break;
                case "--catalogue": options = options with { CatalogueFile = Value() }; break;
                case "--work-dir": options = options with { WorkDirectory = Value() }; break;
                case "--node-cpu": options = options with { NodeCpu = Value() }; break;
                case "--node-memory": options = options with { NodeMemory = Value() }; break;
                case "--simulated": options = options with { SimulatedNode = true }; break;
                case "--enforce-rbac": options = options with { EnforceRbac = true }; break;
                case "--gateways": options = options with { Gateways = true }; break;
                case "--metrics": options = options with { MetricsResolution = TimeSpan.FromSeconds(Number("--metrics", 1, 60)) }; break;
                case "--watch-history": options = options with { WatchHistory = Number("--watch-history", 64, 1_000_000) }; break;
                case "--audit-log": options = options with { AuditLogFile = Value() }; break;
                case "--verbose": options = options with { LogLevel = LogLevel.Debug }; break;
                case "-h" or "--help": help = true; break;
                default: wrong.Add($"argument {i + 1} is not an option; --help lists them"); break;
            }
        }
        return wrong.Count == 0
            ? new CommandLine(options, kubeconfig, help)
            : throw new FormatException(string.Join(Environment.NewLine, wrong.Distinct(StringComparer.Ordinal)));
    }
}
