using Pdp.LocalCluster.Catalogue;

namespace Pdp.LocalCluster.Tests.Node;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("postgres:15-alpine", "postgres", "15-alpine", null)]
    [InlineData("ghcr.io/org/app", "ghcr.io/org/app", "latest", null)]
    [InlineData("localhost:5000/app:v1", "localhost:5000/app", "v1", null)]
    [InlineData("ghcr.io/org/app@sha256:abc", "ghcr.io/org/app", null, "sha256:abc")]
    [InlineData("ghcr.io/org/app:v1@sha256:abc", "ghcr.io/org/app", "v1", "sha256:abc")]
    public void An_image_is_taken_apart(string image, string repository, string? tag, string? digest)
    {
        var reference = ImageReference.Parse(image);
        Assert.Equal((repository, tag, digest), (reference.Repository, reference.Tag, reference.Digest));
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbd", false)]
    [InlineData("*/shop", "ghcr.io/org/shop", true)]
    [InlineData("*/shop", "shop", false)]
    [InlineData("exact", "exact", true)]
    [InlineData("exact", "exactly", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("", "", true)]
    public void A_star_stands_for_any_run_of_characters(string pattern, string text, bool matches) => Assert.Equal(matches, Glob.Matches(pattern, text));

    [Fact]
    public void A_hostile_pattern_takes_no_time() => Assert.False(Glob.Matches(string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 20_000)));

    [Fact]
    public void The_first_entry_that_matches_counts_and_tags_narrow_it()
    {
        var catalogue = CatalogueReader.Read("""
            images:
            - {image: "*/shop", tags: ["broken*", "old*"], run: simulated, exitCode: 9}
            - {image: "*/shop", command: [shop]}
            - {image: docker.io/library/postgres, command: [db]}
            fallback: unknown
            """, "/catalogue");
        Assert.Equal(9, catalogue.Find("ghcr.io/a/shop:old-1")!.ExitCode);
        Assert.Equal(["shop"], catalogue.Find("ghcr.io/a/shop:v2")!.Command);
        Assert.Equal(["db"], catalogue.Find("postgres:15-alpine")!.Command);
        Assert.Null(catalogue.Find("redis"));
        Assert.Null(catalogue.Find("ghcr.io/a/shop:broken-1"));
        Assert.Equal(RunKind.Pause, catalogue.Find("registry.k8s.io/pause:3.10")!.Run);
    }

    [Fact]
    public void Digests_narrow_an_entry_with_and_without_a_tag()
    {
        var catalogue = CatalogueReader.Read("""
            images:
            - {image: "*/shop", digests: ["sha256:a"], command: [pinned]}
            - {image: "*/shop", tags: ["v*"], command: [shop]}
            fallback: unknown
            """, "/catalogue");
        Assert.Equal(["pinned"], catalogue.Find("ghcr.io/a/shop:v1@sha256:a")!.Command);
        Assert.Equal(["pinned"], catalogue.Find("ghcr.io/a/shop@sha256:a")!.Command);
        Assert.Equal(["shop"], catalogue.Find("ghcr.io/a/shop:v1@sha256:b")!.Command);
        Assert.Null(catalogue.Find("ghcr.io/a/shop@sha256:b"));
    }

    [Fact]
    public void Without_a_file_all_images_are_simulated_and_broken_ones_do_not_exist()
    {
        Assert.Equal(RunKind.Simulated, ImageCatalogue.BuiltIn.Find("app:v1")!.Run);
        Assert.Equal(RunKind.Pause, ImageCatalogue.BuiltIn.Find("pause")!.Run);
        Assert.Null(ImageCatalogue.BuiltIn.Find("broken:v1"));
    }

    [Fact]
    public void Every_fault_of_a_file_is_named_with_its_place()
    {
        var error = Assert.Throws<FormatException>(() => CatalogueReader.Read("""
            fallback: maybe
            pictures: []
            images:
            - {image: a}
            - {command: [x], run: fast, startupDelaySeconds: -1}
            - {image: b, command: [x], exec: [{match: "x", tcp: 1, succeeds: true}, {tcp: 1}], env: [1]}
            - 7
            """, "/"));
        foreach (var place in (string[])["pictures:", "fallback:", "images[0].command:", "images[1].image:", "images[1].run:", "images[1].startupDelaySeconds:", "images[2].exec[0]:", "images[2].exec[1].match:", "images[2].env:", "images[3]:"])
            Assert.Contains("\n  " + place, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("just text")]
    [InlineData("")]
    public void What_is_no_mapping_is_refused(string text) => Assert.Throws<FormatException>(() => CatalogueReader.Read(text, "/"));
}
