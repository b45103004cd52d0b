using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.LocalCluster.Gateway;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tests.Gateway;

public sealed class RouteTableTests
{
    private const string Routes = """
        items:
        - metadata: {name: any, namespace: a}
          spec: {rules: [{backendRefs: [{name: any, port: 80}]}]}
        - metadata: {name: shop, namespace: a}
          spec:
            hostnames: [shop.example.com]
            rules:
            - matches: [{path: {type: PathPrefix, value: /shop}}]
              filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]
              backendRefs: [{name: shop, port: 80}]
            - matches: [{path: {type: PathPrefix, value: /shop/v1}}]
              filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /api}}}]
              backendRefs: [{name: shop-v1, port: 80}]
            - matches: [{path: {type: Exact, value: /shop/v1}}]
              backendRefs: [{name: exact, port: 80}]
            - matches: [{path: {type: PathPrefix, value: /shop}, headers: [{name: x-canary, value: "1"}]}]
              backendRefs: [{name: canary, port: 80}]
        - metadata: {name: wild, namespace: a}
          spec: {hostnames: ["*.example.com"], rules: [{backendRefs: [{name: wild, port: 80}]}]}
        """;

    private static readonly RouteTable _table = new(YamlText.Parse(Routes)!.Items("items"));

    [Theory]
    [InlineData("elsewhere.org", "/", "any", "/")]
    [InlineData("a.b.example.com", "/x", "wild", "/x")]
    [InlineData("SHOP.example.com", "/shop", "shop", "/")]
    [InlineData("shop.example.com", "/shop/items/1", "shop", "/items/1")]
    [InlineData("shop.example.com", "/shop/v1", "exact", "/shop/v1")]
    [InlineData("shop.example.com", "/shop/v1/items", "shop-v1", "/api/items")]
    [InlineData("shop.example.com", "/shop/v12", "shop", "/v12")]
    [InlineData("shop.example.com", "/shopping", "wild", "/shopping")]
    public void The_most_specific_way_takes_a_request(string host, string path, string backend, string asked)
    {
        var rule = _table.Find(host, path, new HeaderDictionary())!;
        Assert.Equal(backend, _table.Backend(rule).Text("name"));
        Assert.Equal(asked, rule.Rewrite(path));
    }

    [Fact]
    public void A_header_goes_before_none()
    {
        var headers = new HeaderDictionary { ["X-Canary"] = "1" };
        Assert.Equal("canary", _table.Backend(_table.Find("shop.example.com", "/shop", headers)!).Text("name"));
    }

    [Theory]
    [InlineData(90, 10)]
    [InlineData(99, 1)]
    [InlineData(100, 0)]
    [InlineData(1, 1)]
    public void Backends_get_their_shares(int left, int right)
    {
        var route = YamlText.Parse($"{{spec: {{rules: [{{backendRefs: [{{name: left, weight: {left}}}, {{name: right, weight: {right}}}]}}]}}}}")!.AsObject();
        var table = new RouteTable([route]);
        var rule = table.Find("", "/", new HeaderDictionary())!;
        var asked = Enumerable.Range(0, 10 * (left + right)).Select(_ => table.Backend(rule).Text("name")).CountBy(name => name!).ToDictionary();
        Assert.Equal((10 * left, 10 * right), (asked.GetValueOrDefault("left"), asked.GetValueOrDefault("right")));
    }

    [Fact]
    public void Without_a_backend_of_weight_there_is_none()
    {
        var table = new RouteTable([new JsonObject { ["spec"] = new JsonObject { ["rules"] = new JsonArray(new JsonObject()) } }]);
        Assert.Null(table.Backend(table.Find("", "/", new HeaderDictionary())!));
    }
}
