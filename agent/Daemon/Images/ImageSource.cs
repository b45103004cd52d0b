using System.Collections.Concurrent;
using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Images;

/// <summary>The customer's registries, as intents may use them.</summary>
internal sealed class ImageSource(RegistrySet registries, ImageContext context) : IImageDigests, IIntentObserver, IDisposable
{
    // Long enough for the pass that asks again to hear it; what an intent begins to roll out, its status remembers.
    private static readonly TimeSpan _freshFor = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _lifetime = new();
    private readonly ConcurrentDictionary<(string Intent, string Container), (InquiryKey Key, ImageInquiry Inquiry)> _inquiries = new();

    /// <inheritdoc/>
    public bool IsListed(ImageReference image) => registries.Find(image.Host) is not null;

    /// <inheritdoc/>
    public async Task<ImageAnswer> ResolveAsync(ImageQuestion question, CancellationToken cancellationToken) => await AnswerAsync(
        question, null, _freshFor, ct => PinnedAsync(question.IntentId, question.Image, ct), cancellationToken);

    /// <inheritdoc/>
    public async Task<ImageAnswer> FollowAsync(ImageQuestion question, FollowSpec follow, CancellationToken cancellationToken)
    {
        var choice = new TagChoice(follow);
        ImageReference? last = null;
        return await AnswerAsync(question, follow, TimeSpan.FromSeconds(follow.IntervalSeconds), AskAsync, cancellationToken);

        async Task<ImageReference> AskAsync(CancellationToken ct)
        {
            var newest = await NewestAsync(question.Image, choice, ct);
            var registry = RegistryOf(question.Image);
            newest = newest with { Digest = await registry.DigestOfAsync(newest.Path, newest.Tag!, ct) };
            if (newest == last) return newest;
            if (last is not null) context.Metrics.Moved(question.Image.Host);
            context.Log.Resolved(question.IntentId, newest.ToString());
            return last = newest;
        }
    }

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        if (after is not null) return;
        foreach (var key in _inquiries.Keys.Where(key => key.Intent == id)) _inquiries.TryRemove(key, out _);
    }

    public void Dispose()
    {
        // Whoever put the agent together may know it by several names, and dispose of each.
        if (_lifetime.IsCancellationRequested) return;
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    private async Task<ImageAnswer> AnswerAsync(
        ImageQuestion question, FollowSpec? follow, TimeSpan freshFor, Func<CancellationToken, Task<ImageReference>> ask, CancellationToken cancellationToken)
    {
        var key = new InquiryKey(question, follow);
        var (_, inquiry) = _inquiries.AddOrUpdate(
            (question.IntentId, question.Container),
            _ => (key, new ImageInquiry(question.IntentId, ask, freshFor, context)),
            (_, known) => known.Key == key ? known : (key, new ImageInquiry(question.IntentId, ask, freshFor, context)));
        var answer = await inquiry.AnswerAsync(_lifetime.Token, cancellationToken);
        return answer.Trouble is { } trouble ? answer with { Trouble = $"registry {question.Image.Host} {trouble}" } : answer;
    }

    private async Task<ImageReference> PinnedAsync(string intentId, ImageReference image, CancellationToken cancellationToken)
    {
        var digest = await RegistryOf(image).DigestOfAsync(image.Path, image.Tag!, cancellationToken);
        var pinned = image with { Digest = digest };
        context.Log.Resolved(intentId, pinned.ToString());
        return pinned;
    }

    private async Task<ImageReference> NewestAsync(ImageReference image, TagChoice choice, CancellationToken cancellationToken)
    {
        if (choice.OnlyTag is { } only) return image with { Tag = only };
        var tags = await RegistryOf(image).TagsOfAsync(image.Path, cancellationToken);
        return choice.Newest(tags) is { } newest
            ? image with { Tag = newest }
            : throw new RegistryException(RegistryFault.NotFound, $"has no tag in {image.Path} that is followed");
    }

    private Registry RegistryOf(ImageReference image) =>
        registries.Find(image.Host) ?? throw new RegistryException(RegistryFault.Denied, "is not among those this data plane may ask");

    private sealed record InquiryKey(ImageQuestion Question, FollowSpec? Follow);
}
