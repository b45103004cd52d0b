using System.Text.RegularExpressions;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>A type is found where its name says: <c>agent/Core/Plan</c> holds <c>Pdp.Core.Plan</c>.</summary>
internal sealed partial class FolderIsNamespace : ISourceRule
{
    public IEnumerable<string> Check(Repository repository)
    {
        foreach (var (path, text) in repository.Code())
        {
            var folder = path.Split('/')[..^1];
            var expected = Expected(folder);
            var actual = Declaration().Match(text);
            if (actual.Success && actual.Groups["name"].Value != expected)
            {
                yield return $"{path}: namespace {actual.Groups["name"].Value}, its folder says {expected}";
            }
            else if (!actual.Success && !MayHaveNone(path))
            {
                yield return $"{path}: no file-scoped namespace, its folder says {expected}";
            }
        }
    }

    private static string Expected(string[] folder) => folder switch
    {
        ["agent" or "tests", .. var rest] => string.Join('.', ["Pdp", .. rest]),
        ["control-stub", .. var rest] => string.Join('.', ["Pdp", "ControlStub", .. rest]),
        _ => "a folder under agent, control-stub or tests",
    };

    private static bool MayHaveNone(string path) =>
        Path.GetFileName(path) is "Program.cs" or "GlobalUsings.cs" or "AssemblyInfo.cs";

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();
}
