using System.Text.RegularExpressions;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>Files of the repository that must agree with the code.</summary>
internal static partial class RepositoryFiles
{
    /// <summary>The text of a file, by its path from the root.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Folder(path));

    /// <summary>Where a folder or file is, by its path from the root.</summary>
    public static string Folder(params string[] path)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Agent.sln"))) directory = directory.Parent!;
        return Path.Combine([directory.FullName, .. path]);
    }

    /// <summary>Every metric that docs/observability.md names.</summary>
    public static IEnumerable<string> MetricsOfTheApi =>
        MetricOfTheApi().Matches(Read("docs", "observability.md")).Select(match => match.Value).Distinct();

    [GeneratedRegex("pdp_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex MetricOfTheApi();

    /// <summary>docs/operations.md.</summary>
    public static partial class OperationsGuide
    {
        private static string Text => Read("docs", "operations.md");

        /// <summary>Every metric it names.</summary>
        public static IEnumerable<string> MetricNames => Metric().Matches(Text).Select(match => match.Value).Distinct();

        /// <summary>Every option of its tables, and of the page on the observability API.</summary>
        public static IEnumerable<string> OptionNames
        {
            get
            {
                var text = Text;
                var (from, to) = (
                    text.IndexOf("## Configure", StringComparison.Ordinal), text.IndexOf("### Exit codes", StringComparison.Ordinal));
                var ofTheApi = Names(Read("docs", "observability.md")).Where(name => name.StartsWith("observe-", StringComparison.Ordinal));
                return [.. Names(text[from..to]), .. ofTheApi];
            }
        }

        private static IEnumerable<string> Names(string text) => Row().Matches(text)
            .SelectMany(row => Name().Matches(row.Groups["names"].Value))
            .Select(name => name.Groups["name"].Value);

        [GeneratedRegex(@"\b(?:pdp|process|kubernetes_client)_[a-z_]*[a-z]\b", RegexOptions.None, 1000)]
        private static partial Regex Metric();

        [GeneratedRegex(@"^\| (?<names>(`[a-z-]+`(, )?)+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Row();

        [GeneratedRegex("`(?<name>[a-z-]+)`", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Name();
    }
}
