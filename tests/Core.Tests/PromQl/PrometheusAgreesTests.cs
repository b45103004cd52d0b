using System.Diagnostics;
using System.Text.Json;
using Pdp.Core.PromQl;
using Pdp.Testing;

namespace Pdp.Core.Tests.PromQl;

/// <summary>Prometheus' own parser (<c>promtool</c> of Debian's package <c>prometheus</c>) reads what we read, and what we send.</summary>
public sealed class PrometheusAgreesTests
{
    private const string Promtool = "/usr/bin/promtool";

    private static readonly string[] _both =
    [
        "up", "up{job='a',}", "{__name__=~\"a.+\"}", "sum", "job:up:rate5m[5m] offset -5m", "up @ end() offset 5m", "up @ 1.5", "rate(x[1h30m])", "max_over_time(rate(x[5m])[1h:1m])",
        "sum(x) BY (a, by,)", "sum without() (x)", "topk(5, x)", "count_values(\"v\", x)", "quantile(0.9, x)", "a + on (x) group_left (y) b", "a * ignoring(x) group_right b", "a == bool 1",
        "a and b or c unless on (x) d", "0x1F + 010 + 1e3 + .5 + Inf + nan + 08", "-a ^ 2 * -b % 3 atan2 a", "2 ^ 3 ^ 2", "\"\\x41\\101\\u00e4\\U000000e4\"", "`raw \\n`", "'it\\'s'",
        "label_replace(up, \"ns\", \"$1\", \"job\", \"(.*)\") == on (ns) group_right up", "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))", "absent(up{a=\"b\"})", "x[1h:]", "time()",
        "{by=\"x\", offset=~\"y\", bool!~\"z\"}", "-up offset 5m", "(up)", "min_over_time((a - b)[5m:30s] @ start() offset 1d)", "scalar(up) + vector(1)", "up{a=\"x\\\"} or up{\"}",
    ];

    private static readonly string[] _neither =
    [
        "up{", "up{a}", "up{a=b}", "up{a:b=\"x\"}", "up up", "(up", "up)", "up + ", "up[5m", "up[0s]", "(up)[5m]", "up offset 5m [5m]", "up offset 5m offset 5m", "(up) offset 5m", "nosuch(up)",
        "sum(a, b)", "a and on (x) group_left b", "a + bool b", "\"open", "\"\\q\"", "up; up", "up{a=\"x\"}}",
    ];

    [Fact]
    public async Task What_one_reads_the_other_reads()
    {
        Assert.SkipUnless(File.Exists(Promtool), "promtool is not installed (Debian's package prometheus)");
        var scope = new[] { new EnforcedLabel("ns", "shop", "b.nk"), new EnforcedLabel("env", "prod") };
        var sent = _both.Select(PromQlParser.Parse).SelectMany(read => new[] { read.ToString(), ScopeRewriter.Enforce(read, scope).ToString() });

        Assert.All([.. _both, .. sent], text => PromQlParser.Parse(text));
        Assert.Equal("", await ComplaintsAsync([.. _both, .. sent]));
        foreach (var text in _neither)
        {
            Assert.Throws<PromQlException>(() => PromQlParser.Parse(text));
            Assert.NotEqual("", await ComplaintsAsync([text]));
        }
    }

    // As rules, whose expressions are read and checked. JSON is YAML but for characters beyond 16 bits.
    private static async Task<string> ComplaintsAsync(IReadOnlyList<string> expressions)
    {
        using var directory = new TempDirectory();
        var rules = expressions.Select((text, i) => new { alert = $"rule_{i}", expr = text });
        var file = directory.Write("rules.yml", JsonSerializer.Serialize(new { groups = new[] { new { name = "all", rules } } }));
        using var process = Process.Start(new ProcessStartInfo(Promtool, ["check", "rules", "--lint=none", file]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await said;
        return process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}: {await failed}";
    }
}
