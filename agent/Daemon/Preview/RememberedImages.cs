using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview;

/// <summary>
/// Images as the journal remembers them, so that looking asks no registry. One that was never resolved has a digest that only the agent will
/// know.
/// </summary>
/// <param name="hosts">The registries the agent may ask.</param>
internal sealed class RememberedImages(IReadOnlySet<string> hosts) : IImageDigests
{
    private static readonly ImageAnswer _onlyTheAgentKnows = new(null, "only the agent will ask for its newest tag");

    /// <inheritdoc/>
    public bool IsListed(ImageReference image) => hosts.Contains(image.Host);

    /// <inheritdoc/>
    public Task<ImageAnswer> ResolveAsync(ImageQuestion question, CancellationToken cancellationToken) => Task.FromResult(
        new ImageAnswer(question.Image with { Digest = ResolvedImage.UnknownDigest }));

    /// <inheritdoc/>
    public Task<ImageAnswer> FollowAsync(ImageQuestion question, FollowSpec follow, CancellationToken cancellationToken) =>
        Task.FromResult(_onlyTheAgentKnows);
}
