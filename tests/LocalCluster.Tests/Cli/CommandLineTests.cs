using Pdp.LocalCluster.Cli;

namespace Pdp.LocalCluster.Tests.Cli;

/// <summary>The command line of the cluster alone.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read()
    {
        var command = CommandLine.Parse(["--kubeconfig", "/x", "--port", "6443", "--simulated", "--watch-history", "100"]);
        Assert.Equal("/x", command.KubeconfigFile);
        Assert.Equal(6443, command.Options.Port);
        Assert.Equal(100, command.Options.WatchHistory);
        Assert.True(command.Options.SimulatedNode);
        Assert.True(CommandLine.Parse(["--help"]).ShowHelp);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_and_nothing_repeated()
    {
        var wrong = Assert.Throws<FormatException>(
            () => CommandLine.Parse(["--port", "secret", "--wat", "--watch-history", "1", "--kubeconfig"])).Message;
        Assert.Equal(4, wrong.Split(Environment.NewLine).Length);
        Assert.DoesNotContain("secret", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kubeconfig")]
    [InlineData("--port")]
    [InlineData("--catalogue")]
    [InlineData("--work-dir")]
    [InlineData("--simulated")]
    [InlineData("--enforce-rbac")]
    [InlineData("--metrics")]
    [InlineData("--watch-history")]
    [InlineData("--audit-log")]
    [InlineData("--verbose")]
    [InlineData("--help")]
    public void Every_option_is_in_the_help(string option) => Assert.Contains(option, CommandLine.Help, StringComparison.Ordinal);
}
