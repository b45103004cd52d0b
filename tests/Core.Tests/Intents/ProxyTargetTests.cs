using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Intents;

public sealed class ProxyTargetTests
{
    [Theory]
    [InlineData("pay.example.com", "pay.example.com")]
    [InlineData("PAY.Example.com", "pay.example.com")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("2001:DB8:0::1", "2001:db8::1")]
    public void A_host_outside_is_taken(string host, string canonical) =>
        Assert.Equal(canonical, ProxyTarget.Of(new ProxySpec { Host = host, Port = 443 })?.Host);

    [Theory]
    [InlineData("localhost")]
    [InlineData("db")]
    [InlineData("db.shop.svc")]
    [InlineData("db.shop.svc.cluster.local")]
    [InlineData("db.shop.svc.corp.example.com")]
    [InlineData("kubernetes.default.svc.cluster.local")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("224.0.0.1")]
    [InlineData("ff02::1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("-a.example.com")]
    [InlineData("a..example.com")]
    [InlineData("a.example.com.")]
    [InlineData("a b.example.com")]
    [InlineData("a/b.example.com")]
    public void What_means_something_else_from_elsewhere_is_not(string host) =>
        Assert.Null(ProxyTarget.Of(new ProxySpec { Host = host, Port = 443 }));

    [Theory]
    [InlineData("https://api.example.com/v1/", "api.example.com", 443, true, "/v1")]
    [InlineData("http://api.example.com:8080", "api.example.com", 8080, false, "")]
    [InlineData("https://[2001:db8::1]:8443/x", "2001:db8::1", 8443, true, "/x")]
    public void A_url_says_host_port_and_path(string url, string host, int port, bool isTls, string path) =>
        Assert.Equal(new ProxyTarget(host, port, isTls, path), ProxyTarget.Of(new ProxySpec { Url = url }));

    [Theory]
    [InlineData("https://user:word@api.example.com")]
    [InlineData("https://api.example.com/?q=1")]
    [InlineData("https://api.example.com/#part")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https:///path")]
    [InlineData("https://2130706433/")]
    public void A_url_that_says_more_or_leads_nowhere_is_not_taken(string url) => Assert.Null(ProxyTarget.Of(new ProxySpec { Url = url }));
}
