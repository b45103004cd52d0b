using System.Security.Cryptography;
using Pdp.Registry;
using Pdp.Story.Processes;

namespace Pdp.Story.Staging;

/// <summary>A registry that agents of the stage are told of. The samples' own images are of registries that are not listed, and so are never asked.</summary>
internal sealed class ImageRegistry(string directory) : IAsyncDisposable
{
    /// <summary>What image references call it.</summary>
    public const string Host = "registry.story.example";

    private readonly string _settings = Path.Combine(directory, "registries.yaml");
    private TestRegistry? _registry;

    /// <summary>How agents are told of it, once it is started.</summary>
    public IReadOnlyList<string> Arguments => _registry is null ? [] : ["--registries", _settings];

    /// <summary>Starts it; whoever asks needs a password, and a token for that.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        var options = new TestRegistryOptions { Password = RandomNumberGenerator.GetHexString(32) };
        _registry = await TestRegistry.StartAsync(options);
        var credentials = Path.Combine(directory, "registry-credentials");
        await PrivateFile.WriteAsync(credentials, $"{options.User}:{options.Password}", ct);
        var endpoint = _registry.Address.GetLeftPart(UriPartial.Authority);
        await File.WriteAllTextAsync(_settings, $"registries: [{{host: {Host}, endpoint: '{endpoint}', credentialsFile: '{credentials}'}}]", ct);
    }

    /// <summary>Has a tag stand for a build.</summary>
    /// <returns>Its digest.</returns>
    public string Push(string repository, string tag, string build) =>
        (_registry ?? throw new StoryException("the registry is not started")).Push(repository, tag, build);

    public ValueTask DisposeAsync() => _registry?.DisposeAsync() ?? ValueTask.CompletedTask;
}
