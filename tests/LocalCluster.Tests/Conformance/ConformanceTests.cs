namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>Holds the embedded cluster to answers recorded from a real API server, one test a recorded case.</summary>
public sealed class ConformanceTests(RecordedCases cases, ITestOutputHelper output) : IClassFixture<RecordedCases>
{
    public static TheoryData<string> Names => [.. RecordedCase.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recorded_answers_hold(string name)
    {
        var report = await cases.PlayedAsync(name);
        output.WriteLine(report.Text);
        TestContext.Current.SendDiagnosticMessage(report.Text);
        Assert.Empty(report.Differing);
    }
}
