using Pdp.Core.Images;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>
/// What tags stand for: asked of the registries the customer listed, and of no others, whatever an intent names. Whoever was told to wait is
/// told by <see cref="IImageObserver"/> when there is an answer.
/// </summary>
public interface IImageDigests
{
    /// <summary>Whether an image is of a registry the customer listed. Any other is used as it is written.</summary>
    bool IsListed(ImageReference image);

    /// <summary>Asks which digest a tag has now. Answered before long in any case: what takes longer goes on meanwhile.</summary>
    /// <param name="question">Which image, and for whom; the same question has the same answer for some minutes.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ImageAnswer> ResolveAsync(ImageQuestion question, CancellationToken cancellationToken);

    /// <summary>Asks for the newest tag of a repository, and its digest; at most once in the interval that is asked for.</summary>
    /// <param name="question">Which repository, and for whom.</param>
    /// <param name="follow">Which tags.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ImageAnswer> FollowAsync(ImageQuestion question, FollowSpec follow, CancellationToken cancellationToken);
}

/// <summary>A question about an image.</summary>
/// <param name="IntentId">Who asks.</param>
/// <param name="Release">The release it is asked for; another one asks anew.</param>
/// <param name="Container">The container.</param>
/// <param name="Image">The image.</param>
public sealed record ImageQuestion(string IntentId, string Release, string Container, ImageReference Image);

/// <summary>What is known of an image.</summary>
/// <param name="Image">The image with its digest; null while it is not known. Of a followed one it stands although newer news cannot be had.</param>
/// <param name="Trouble">Why the registry does not tell, or does not tell any more; null while it does.</param>
/// <param name="LookAgainIn">When there may be news; null when there will be none.</param>
public sealed record ImageAnswer(ImageReference? Image, string? Trouble = null, TimeSpan? LookAgainIn = null);
