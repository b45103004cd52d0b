using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

public sealed class RevisionCodecTests
{
    [Fact]
    public void What_was_packed_comes_back() => Prop.ForAll<long, string>((generation, document) =>
    {
        Assert.True(RevisionCodec.TryEncode(new Revision { Generation = generation, Document = document ?? "" }, out var bytes));
        Assert.True(RevisionCodec.TryDecode(bytes, out var back));
        Assert.Equal((generation, WellFormed(document ?? "")), (back.Generation, back.Document));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Secrets_come_back_with_their_versions_and_tell_revisions_of_one_generation_apart()
    {
        SecretItem[] items = [new("k", new SecretReference("vault", "db", Property: "p"), "", "v7"), new("l", new("vault", "db"), "", "v7")];
        var revision = Of("x") with { Secrets = [new SecretPlaceholder(new ObjectKey("", "v1", "ConfigMap", "ns", "a--secret-b"), items)] };
        Assert.True(RevisionCodec.TryEncode(revision, out var bytes));
        Assert.True(RevisionCodec.TryDecode(bytes, out var back));
        Assert.Equal(revision.Mark, back.Mark);
        Assert.Equal(items, Assert.Single(back.Secrets).Items);
        Assert.NotEqual(Of("x").Mark, back.Mark);
        var rotated = revision with { Secrets = [revision.Secrets[0] with { Items = [.. items.Select(item => item with { Version = "v8" })] }] };
        Assert.NotEqual(rotated.Mark, back.Mark);
    }

    [Fact]
    public void A_large_one_comes_back_too()
    {
        var revision = Of(Convert.ToHexString(RandomNumberGenerator.GetBytes(500_000)));
        Assert.True(RevisionCodec.TryEncode(revision, out var bytes));
        Assert.InRange(bytes.Length, 1, RevisionCodec.MaxEncodedBytes);
        Assert.True(RevisionCodec.TryDecode(bytes, out var back));
        Assert.Equal(revision.Document, back.Document);
    }

    [Fact]
    public void What_does_not_fit_is_not_packed() =>
        Assert.False(RevisionCodec.TryEncode(Of(Convert.ToBase64String(RandomNumberGenerator.GetBytes(RevisionCodec.MaxEncodedBytes * 2))), out _));

    [Fact]
    public void Damage_is_noticed_or_harmless_but_never_thrown()
    {
        RevisionCodec.TryEncode(Of("x"), out var bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[i] ^= (byte)(1 << bit);
                RevisionCodec.TryDecode(damaged, out _);
            }

            Assert.False(RevisionCodec.TryDecode(bytes.AsSpan(0, i), out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":3,\"generation\":1,\"document\":\"a.b.c\"}")]
    [InlineData("{\"format\":1,\"generation\":1,\"namespace\":\"n\",\"objects\":[],\"endpoints\":[]}")]
    [InlineData("{\"format\":2,\"generation\":1}")]
    [InlineData("{\"format\":2,\"generation\":1,\"document\":null}")]
    [InlineData("{\"format\":2,\"generation\":\"1\",\"document\":\"a.b.c\"}")]
    [InlineData("{\"format\":2,\"generation\":1,\"document\":\"a.b.c\",\"document\":\"d.e.f\"}")]
    [InlineData("{\"format\":2,\"generation\":1,\"document\":\"a.b.c\",\"secrets\":[null]}")]
    public void What_is_no_revision_is_told(string json) => Assert.False(RevisionCodec.TryDecode(Pack(Encoding.UTF8.GetBytes(json)), out _));

    [Fact]
    public void A_small_thing_that_unpacks_into_a_huge_one_is_refused() =>
        Assert.False(RevisionCodec.TryDecode(Pack(new byte[RevisionCodec.MaxDecodedBytes + 1]), out _));

    [Fact]
    public void Any_bytes_are_answered() =>
        Prop.ForAll<byte[]>(bytes => !RevisionCodec.TryDecode(bytes ?? [], out _)).QuickCheckThrowOnFailure();

    private static byte[] Pack(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(json);
        return packed.ToArray();
    }

    private static Revision Of(string content) => new() { Generation = 1, Document = content };

    // Half of a surrogate pair is no text, and is written as a replacement character.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
