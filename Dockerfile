# The binary is built on the machine's own platform for the one that is asked for.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -mod=readonly -trimpath -ldflags='-s -w' -o /out/attache . \
    && mkdir /out/data

# Nothing but the binary, the certificates it trusts and a folder it may write.
# The root may be read-only and no capability is needed:
#
#   docker run --read-only --cap-drop=ALL -v attache:/data attache
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/attache /attache
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV XDG_DATA_HOME=/data
VOLUME /data
ENTRYPOINT ["/attache"]
CMD ["serve"]
