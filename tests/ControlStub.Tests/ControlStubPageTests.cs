using System.Reflection;
using System.Runtime.CompilerServices;
using Pdp.ControlStub.Cli;
using Pdp.ControlStub.Hosting.Settings;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Tests.Api;

namespace Pdp.ControlStub.Tests;

/// <summary>docs/control-stub.md says what the code does.</summary>
public sealed class ControlStubPageTests
{
    private static readonly string _page = File.ReadAllText(PathOf());

    [Fact]
    public void Every_setting_is_in_the_table_of_settings_once_and_nothing_else()
    {
        var rows = _page.Split("\n## Settings\n")[1].Split("\n## ")[0].Split("| setting |")[1].Split("\n\n")[0].Split('\n').Skip(2);
        var named = rows.SelectMany(row => row.Split('|')[1].Split('(')[0].Split(',')).Select(name => name.Trim(' ', '`'));
        Assert.Equal(ServeSettings.All.Select(s => s.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_is_there() => Assert.All(Constants(typeof(EventTypes)), e => Assert.Contains($"`{e}`", _page));

    [Fact]
    public void Every_exit_code_is_there() => Assert.All(Constants(typeof(ExitCodes)), c => Assert.Contains($"\n| {c} | ", _page));

    [Fact]
    public void Every_kind_of_problem_is_there() => Assert.All(
        new[] { 400, 401, 404, 405, 413, 415, 500 }.Select(Problem.Of).Concat([Problem.Outdated(), Problem.Conflict(""), Problem.Invalid([]), Problem.Busy(503, "", default)]),
        p => Assert.Contains($"| {p.Status} | `{p.Kind}` |", _page));

    [Fact]
    public void Every_route_is_there_at_least_by_its_last_part() => Assert.All(
        OpenApiContract.Operations.Keys.Select(o => o.Split(' ')[1].Split('/')[^1]).Where(p => p.Length > 0 && !p.StartsWith('{')).Distinct(),
        part => Assert.Contains(part, _page));

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => f.GetRawConstantValue()!.ToString()!);

    private static string PathOf([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "control-stub.md");
}
