using System.Text.RegularExpressions;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>Nothing names a folder of the machine it was written on.</summary>
internal sealed class MachinePaths : ISourceRule
{
    // Written in pieces, so that this file does not break its own rule.
    private static readonly Regex Path = new(
        "(?<![\\w.}])/(wor" + "k|hom" + "e/\\w+|roo" + "t|User" + "s)/[\\w.-]+", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    public IEnumerable<string> Check(Repository repository) =>
        from file in repository.Where(path => !path.StartsWith("tests/LocalCluster.Tests/Conformance/", StringComparison.Ordinal))
        from line in file.Text.Split('\n').Index()
        let found = Path.Match(line.Item)
        where found.Success
        select $"{file.Path}:{line.Index + 1}: {found.Value} is a path of one machine";
}
