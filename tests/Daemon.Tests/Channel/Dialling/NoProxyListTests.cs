using Pdp.Daemon.Channel.Dialling;

namespace Pdp.Daemon.Tests.Channel.Dialling;

public sealed class NoProxyListTests
{
    [Theory]
    [InlineData("*", "wss://control.example", true)]
    [InlineData("", "wss://control.example", false)]
    [InlineData(null, "wss://control.example", false)]
    [InlineData("control.example", "wss://control.example", true)]
    [InlineData("CONTROL.example.", "wss://control.EXAMPLE", true)]
    [InlineData("example", "wss://control.example", true)]
    [InlineData(".example", "wss://control.example", true)]
    [InlineData("*.example", "wss://control.example", true)]
    [InlineData("ample", "wss://control.example", false)]
    [InlineData("rol.example", "wss://control.example", false)]
    [InlineData("a, control.example ,b", "wss://control.example", true)]
    [InlineData("a control.example", "wss://control.example", true)]
    [InlineData("control.example:443", "wss://control.example", true)]
    [InlineData("control.example:8443", "wss://control.example", false)]
    [InlineData("control.example:8443", "wss://control.example:8443", true)]
    [InlineData("10.1.2.3", "wss://10.1.2.3", true)]
    [InlineData("10.1.2.3:8443", "wss://10.1.2.3", false)]
    [InlineData("10.0.0.0/8", "wss://10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "wss://11.1.2.3", false)]
    [InlineData("10.0.0.0/8", "wss://control.example", false)]
    [InlineData("1.2.3", "wss://10.1.2.3", false)]
    [InlineData("fd00::/8", "wss://[fd12::1]", true)]
    [InlineData("fd12::1", "wss://[fd12::1]", true)]
    [InlineData("[fd12::1]", "wss://[fd12::1]:8443", true)]
    [InlineData("[fd12::1]:8443", "wss://[fd12::1]:8443", true)]
    [InlineData("[fd12::1]:8443", "wss://[fd12::1]", false)]
    [InlineData("nonsense/99", "wss://10.1.2.3", false)]
    [InlineData(".", "wss://control.example", false)]
    [InlineData(":", "wss://control.example", false)]
    [InlineData("[", "wss://control.example", false)]
    public void A_host_is_reached_directly_where_the_list_names_it(string? list, string server, bool direct) =>
        Assert.Equal(direct, new NoProxyList(list).Contains(new Uri(server)));
}
