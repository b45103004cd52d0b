# Builds both images from one file:
#   docker build --target agent   -t pdp-agent .
#   docker build --target control -t pdp-control .
# Both run as a fixed non-root user on a read-only root file system; what they write goes to the volumes the charts mount.
ARG DOTNET_VERSION=10.0

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION} AS build
WORKDIR /src
COPY global.json nuget.config Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY agent/ agent/
COPY control-stub/ control-stub/
ENV CI=true
RUN dotnet publish agent/Daemon -c Release -o /out/agent --no-self-contained \
 && dotnet publish control-stub -c Release -o /out/control --no-self-contained

# With the time zones, which maintenance windows are told in.
FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}-noble-chiseled-extra AS agent
WORKDIR /app
COPY --from=build /out/agent ./
USER 65532:65532
EXPOSE 8443
# Small before fast: the youngest objects are collected every 4 MiB instead of every 32, as large as the processor's cache is elsewhere, and
# native memory lies in two arenas instead of eight for each processor.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_GCgen0size=0x400000 \
    MALLOC_ARENA_MAX=2
ENTRYPOINT ["dotnet", "/app/pdp-agent.dll"]
CMD ["run"]

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}-noble-chiseled AS control
WORKDIR /app
COPY --from=build /out/control ./
USER 65532:65532
VOLUME /data
EXPOSE 8443 8080
ENV DOTNET_EnableDiagnostics=0 \
    PDP_CONTROL_AGENTS_URL=https://*:8443 \
    PDP_CONTROL_OPERATORS_URL=https://*:8080
ENTRYPOINT ["dotnet", "/app/pdp-control.dll"]
CMD ["serve", "--data", "/data"]
