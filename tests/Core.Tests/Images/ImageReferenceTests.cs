using Pdp.Core.Images;

namespace Pdp.Core.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx:1", null, "nginx", "1", null)]
    [InlineData("library/nginx", null, "library/nginx", null, null)]
    [InlineData("ghcr.io/a/b_c/d-e.f:v1.2", "ghcr.io", "a/b_c/d-e.f", "v1.2", null)]
    [InlineData("localhost/a:1", "localhost", "a", "1", null)]
    [InlineData("localhost:5000/a", "localhost:5000", "a", null, null)]
    [InlineData("[::1]:5000/a:1", "[::1]:5000", "a", "1", null)]
    [InlineData("r.example.com/a:1@" + Digest, "r.example.com", "a", "1", Digest)]
    [InlineData("a@" + Digest, null, "a", null, Digest)]
    public void A_reference_comes_apart(string text, string? registry, string repository, string? tag, string? digest)
    {
        Assert.True(ImageReference.TryParse(text, out var reference));
        Assert.Equal(new ImageReference(registry, repository, tag, digest), reference);
    }

    [Theory]
    [InlineData("nginx:1", "docker.io", "library/nginx")]
    [InlineData("acme/app", "docker.io", "acme/app")]
    [InlineData("index.docker.io/nginx", "docker.io", "library/nginx")]
    [InlineData("Registry.Example.com:5000/team/app:1", "registry.example.com:5000", "team/app")]
    [InlineData("registry.example.com/nginx", "registry.example.com", "nginx")]
    public void It_is_known_where_a_node_would_ask(string text, string host, string path)
    {
        Assert.True(ImageReference.TryParse(text, out var reference));
        Assert.Equal((host, path), (reference.Host, reference.Path));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":1")]
    [InlineData("Upper:1")]
    [InlineData("a/Upper:1")]
    [InlineData("a b:1")]
    [InlineData("a:1 ")]
    [InlineData("a:1\n")]
    [InlineData("a@sha256:short")]
    [InlineData("a@md5:0123456789abcdef0123456789abcdef")]
    [InlineData("a//b:1")]
    [InlineData("-a:1")]
    [InlineData("r.example.com:port/a:1")]
    [InlineData("https://r.example.com/a:1")]
    [InlineData("a:")]
    [InlineData("a:1:2")]
    public void What_is_none_is_told(string text) => Assert.False(ImageReference.TryParse(text, out _));
}
